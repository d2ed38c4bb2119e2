// The program itself, serving the sample city from its own warehouse.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const folder = mkdtempSync(join(tmpdir(), 'jianfu-e2e-'))
const program = join(folder, 'jianfu')

function run(command, args, options = {}) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...options })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`)
}

const build = () => run('go', ['build', '-o', program, './cmd/jianfu'], { cwd: root })

/** Builds the program and loads the city as it was received, its correction later than the rest. */
export function prepare() {
  build()
  cpSync(join(root, 'testdata', 'yunzhou'), join(folder, 'yunzhou'), { recursive: true })
  renameSync(join(folder, 'yunzhou', '更正'), join(folder, 'later'))
  for (const [files, receivedAt] of [['yunzhou', '2024-01-10T09:00:00+08:00'], ['later', '2024-02-20T09:00:00+08:00']]) {
    run(program, ['load', join(folder, files), '--warehouse', join(folder, 'city.duckdb'), '--received-at', receivedAt, '--submitted-by', '王芳'])
  }
}

const running = []

/** Writes the files of an archive into a folder, and returns their names. */
function unpack(archive, into) {
  const names = []
  for (const [, file, text] of readFileSync(archive, 'utf8').matchAll(/^-- (.+) --\n((?:(?!-- ).*\n)*)/gm)) {
    const path = join(folder, into, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    names.push(file)
  }
  return names
}

/** Builds the program and loads the city of gaps, each file as of the day that its folder names. Returns what is true of it. */
export function prepareCases(name) {
  build()
  for (const file of unpack(join(root, 'testdata', 'cases.txtar'), 'cases')) {
    if (file === 'cases.csv') continue
    run(program, ['load', join(folder, 'cases', file), '--warehouse', join(folder, name), '--received-at', dirname(file), '--received-reason', '纸质件补录'])
  }
  const [head, ...rows] = readFileSync(join(folder, 'cases', 'cases.csv'), 'utf8').trimEnd().split('\n').map((line) => line.split(','))
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i]])))
}

/** An office with a kind of filing of its own, training: its folder of rules, and what it filed. Returns the arguments that name the folder. */
export function prepareOffice(name) {
  unpack(join(root, 'cmd', 'jianfu', 'testdata', 'kind.txtar'), 'office')
  const rules = ['--catalog', join(folder, 'office', 'rules')]
  for (const file of [join(root, 'testdata', 'yunzhou', '00单位名录.xlsx'), ...['2023年5月培训统计表.csv', '2023年6月培训统计表.csv'].map((file) => join(folder, 'office', file))]) {
    run(program, ['load', file, '--warehouse', join(folder, name), '--received-at', '2024-01-10T09:00:00+08:00', ...rules])
  }
  return rules
}

/** Serves a warehouse on a free port and returns its address. */
export function serve(name, rules = []) {
  const child = spawn(program, ['serve', '--warehouse', join(folder, name), '--listen', '127.0.0.1:0', ...rules], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] })
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

/** Makes an account of a warehouse; it is to change its password unless it is lasting. */
export function account(name, user, password, ...more) {
  run(program, ['user', 'add', user, '--password-stdin', '--warehouse', join(folder, name), ...more], { input: password + '\n' })
}

/** A copy of a warehouse, that others do not change. */
export const copied = (name, copy) => cpSync(join(folder, name), join(folder, copy))
