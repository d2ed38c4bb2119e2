import vue from '@vitejs/plugin-vue'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// Two pages: the dashboard, and GraphiQL, which is large and loaded only there.
export default defineConfig({
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    target: 'es2022',
    sourcemap: false,
    assetsInlineLimit: 0, // the policy allows no data: scripts or styles
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 5000,
    rolldownOptions: { input: { index: here('index.html'), graphiql: here('graphiql.html') }, checks: { moduleLevelDirective: false } as never },
  },
  server: {
    proxy: Object.fromEntries(['/graphql', '/measure.csv', '/measure.xlsx', '/template', '/report'].map((path) => [path, 'http://127.0.0.1:8080'])),
  },
})
