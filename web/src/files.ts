// Chosen or dropped files: several at once, and folders, in the order in which jianfu load takes them.
export interface Handed { file: File; path: string }

/** The extensions of filings; a folder's other files are skipped. */
export const endings = ['.xlsx', '.xlsm', '.xls', '.xlsb', '.et', '.ods', '.csv', '.tsv', '.json', '.jsonl', '.ndjson']

/** The chosen files, those of a folder with their paths. */
export const chosen = (list: FileList | null): Handed[] => [...(list ?? [])].map((file) => ({ file, path: file.webkitRelativePath || file.name }))

/** The dropped files, including everything in dropped folders. */
export async function dropped(data: DataTransfer | null): Promise<Handed[]> {
  // The entries must be taken before the first await: after it the list is gone.
  const entries = [...(data?.items ?? [])].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  return (await Promise.all(entries.map(filesOf))).flat()
}

async function filesOf(entry: FileSystemEntry): Promise<Handed[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  for (;;) { // a folder is read in parts
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (part.length === 0) break
    found.push(...part)
  }
  return (await Promise.all(found.map(filesOf))).flat()
}

/** The filings in folders, and the names of the skipped files: hidden files, lock files of Excel, and other files than spreadsheets. */
export function filings(handed: Handed[]): { taken: Handed[]; passedOver: string[] } {
  const isFiling = ({ path }: Handed) => {
    const steps = path.split('/')
    return steps.length === 1 || (!steps.some((step) => step.startsWith('.') || step.startsWith('~$')) && endings.some((ending) => path.toLowerCase().endsWith(ending)))
  }
  const hidden = ({ path }: Handed) => path.split('/').some((step) => step.startsWith('.'))
  return { taken: handed.filter(isFiling).sort(inOrder), passedOver: handed.filter((h) => !isFiling(h) && !hidden(h)).map((h) => h.path) }
}

/** A folder's files come before its folders, and at each level corrections (更正) after the rest. */
function inOrder(a: Handed, b: Handed): number {
  const left = a.path.split('/'), right = b.path.split('/')
  let i = 0
  while (i < left.length - 1 && i < right.length - 1 && left[i] === right[i]) i++
  const rank = (steps: string[]) => [Number(i < steps.length - 1), Number(steps[i]!.includes('更正'))]
  const [x, y] = [rank(left), rank(right)]
  return x[0]! - y[0]! || x[1]! - y[1]! || (left[i]! < right[i]! ? -1 : left[i]! > right[i]! ? 1 : 0)
}
