import { ref, watchEffect } from 'vue'

// Light or dark: as the system is, or as chosen by hand on this device.
const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const stored = localStorage.getItem('theme')
export const theme = ref<Theme>(themes.find((one) => one === stored) ?? 'auto')
export const nextTheme = () => (theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length]!)

watchEffect(() => {
  if (theme.value === 'auto') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem('theme')
  } else {
    document.documentElement.dataset.theme = theme.value
    localStorage.setItem('theme', theme.value)
  }
})
