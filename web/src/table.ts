// Tables as files. With a byte-order mark Excel and WPS read the file as UTF-8; a text that would run as
// a formula is made harmless, as the server does.
const harmless = (cell: string) => (/^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?%?$/.test(cell) ? `'${cell}` : cell)
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** Downloads a table as a CSV file. */
export function saveTable(name: string, rows: string[][]) {
  const text = '\ufeff' + rows.map((row) => row.map((cell) => quoted(harmless(cell))).join(',') + '\r\n').join('')
  saveBlob(new Blob([text], { type: 'text/csv' }), name)
}

/** Downloads what is in memory. */
export function saveBlob(blob: Blob, name: string) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
