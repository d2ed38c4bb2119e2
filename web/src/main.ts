import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import App from './App.vue'
import Overview from './pages/OverviewPage.vue'
import { lost } from './state'
import './style.css'

const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', component: Overview, meta: { title: 'overview' } },
    { path: '/compare', component: () => import('./pages/ComparePage.vue'), meta: { title: 'compare' } },
    { path: '/trend', component: () => import('./pages/TrendPage.vue'), meta: { title: 'trend' } },
    { path: '/subjects/:subject?', component: () => import('./pages/SubjectPage.vue'), meta: { title: 'subjects' } },
    { path: '/desk', component: () => import('./pages/DeskPage.vue'), meta: { title: 'desk' } },
    { path: '/filings/:part?', component: () => import('./pages/FilingsPage.vue'), meta: { title: 'filings' } },
    { path: '/submission/:id', component: () => import('./pages/SubmissionPage.vue'), meta: { title: 'submission' } },
    { path: '/record/:id', component: () => import('./pages/RecordPage.vue'), meta: { title: 'filedRow' } },
    { path: '/proof', component: () => import('./pages/ProofPage.vue'), meta: { title: 'proof' } },
    { path: '/catalogue/:metric?', component: () => import('./pages/CataloguePage.vue'), meta: { title: 'catalogue' } },
    { path: '/reports', component: () => import('./pages/ReportsPage.vue'), meta: { title: 'reports' } },
    { path: '/search', component: () => import('./pages/SearchPage.vue'), meta: { title: 'search' } },
    { path: '/guide', component: () => import('./pages/GuidePage.vue'), meta: { title: 'guide' } },
    { path: '/figure/:id(.+)', component: () => import('./pages/FigurePage.vue'), meta: { title: 'figure' } },
    { path: '/:rest(.*)*', component: () => import('./pages/NowherePage.vue'), meta: { title: 'nowhere' } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

// A page's script may fail to load because the server is gone or has a new version: the failure is shown.
router.onError((_, to) => (lost.value = to.fullPath))
router.afterEach(() => (lost.value = ''))

// The language of the first query comes from the address.
const app = createApp(App).use(router)
void router.isReady().then(() => app.mount('#app'))
