// The program itself, serving the sample city from its own warehouse.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const folder = mkdtempSync(join(tmpdir(), 'jianfu-e2e-'))
const program = join(folder, 'jianfu')

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`)
}

/** Builds the program and loads the city as it was received, its correction later than the rest. */
export function prepare() {
  run('go', ['build', '-o', program, './cmd/jianfu'], { cwd: root })
  cpSync(join(root, 'testdata', 'yunzhou'), join(folder, 'yunzhou'), { recursive: true })
  renameSync(join(folder, 'yunzhou', '更正'), join(folder, 'later'))
  for (const [files, receivedAt] of [['yunzhou', '2024-01-10T09:00:00+08:00'], ['later', '2024-02-20T09:00:00+08:00']]) {
    run(program, ['load', join(folder, files), '--warehouse', join(folder, 'city.duckdb'), '--received-at', receivedAt, '--submitted-by', '王芳'])
  }
}

const running = []

/** Serves a warehouse on a free port and returns its address. */
export function serve(name) {
  const child = spawn(program, ['serve', '--warehouse', join(folder, name), '--listen', '127.0.0.1:0'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
      const address = /http:\/\/[^/\s]+/.exec(said)
      if (address) resolve(address[0])
    })
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
}

export async function stop() {
  await Promise.all(running.map((child) => new Promise((resolve) => {
    child.on('exit', resolve)
    child.kill('SIGINT')
  })))
  rmSync(folder, { recursive: true })
}

/** Queries the API as any client does. */
export async function ask(address, query, variables = {}, language = 'zh-CN') {
  const response = await fetch(address + '/graphql', { method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Language': language }, body: JSON.stringify({ query, variables }) })
  const { data, errors } = await response.json()
  if (errors) throw new Error(JSON.stringify(errors))
  return data
}
