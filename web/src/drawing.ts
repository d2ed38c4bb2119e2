import { init } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { use } from 'echarts/core'

use([SVGRenderer])

/** A chart drawn once more, without a window, as the content of a file. */
export async function drawing(type: 'png' | 'svg', option: object, width: number, height: number, background: string): Promise<Blob> {
  const chart = init(document.createElement('div'), null, { renderer: type === 'svg' ? 'svg' : 'canvas', width, height })
  try {
    chart.setOption({ ...option, animation: false })
    const address = chart.getDataURL({ type, pixelRatio: 2, backgroundColor: background })
    const comma = address.indexOf(',')
    if (type === 'svg') return new Blob([decodeURIComponent(address.slice(comma + 1))], { type: 'image/svg+xml' })
    return new Blob([Uint8Array.from(atob(address.slice(comma + 1)), (byte) => byte.charCodeAt(0))], { type: 'image/png' })
  } finally {
    chart.dispose()
  }
}
