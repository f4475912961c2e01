import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { describe, expect, it, vi } from 'vitest'
import { saidFault } from '../../lib/commands/saying/said-fault.ts'
import { withFileNamed } from '../../lib/operators/named-file.ts'

describe('the fault of a command', () => {
  it('says what to set when the SDK finds no region', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
    const missing = await new SecretsManagerClient({}).config.region().catch((error: unknown) => error)
    vi.unstubAllEnvs()
    expect(saidFault(missing)).toContain('set AWS_REGION')
  })

  it('says what to do when the SDK finds no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null')
    const client = new SecretsManagerClient({ region: 'ap-northeast-2' })
    const missing = await client.config.credentials().catch((error: unknown) => error)
    vi.unstubAllEnvs()
    expect(saidFault(missing)).toContain('aws sso login')
    expect(saidFault(missing, 'ko')).toMatch(/^AWS 자격 증명을 찾지 못했습니다/)
  })

  it('is otherwise what the error says', () => {
    expect([saidFault(new Error('no such file')), saidFault('odd')]).toEqual(['no such file', 'odd'])
  })

  it('is Korean where the operator reads Korean', () => {
    expect(saidFault(new Error('Region is missing'), 'ko')).toContain('AWS_REGION=ap-northeast-2처럼')
    const broken = new Error('stages/prod.json: is not JSON in line 3, column 7')
    expect(saidFault(broken, 'ko')).toBe(
      'stages/prod.json 파일이 JSON이 아닙니다. 3번째 줄 7번째 글자를 보세요',
    )
  })

  it.each([
    ['ENOENT', 'old.csv', 'There is no file old.csv', 'old.csv 파일이 없습니다'],
    ['ENOENT', 'no-such/old.csv', 'There is no folder no-such for ', 'no-such 폴더가 없습니다'],
    ['EISDIR', 'old.csv', 'is a folder, and a file is needed', '폴더입니다'],
    [
      'ENOSPC',
      'a.rejects.jsonl',
      'The disk is full: a.rejects.jsonl could not be written',
      '디스크가 가득 차서',
    ],
    ['EACCES', 'old.csv', 'You may not use old.csv. Check the permissions', '권한이 없습니다'],
    ['EEXIST', 'new.csv', 'new.csv is there already. Move it away', '이미 있습니다'],
    ['EIO', 'old.csv', 'old.csv could not be read or written (EIO)', '(EIO)'],
  ])('tells what the system says of a file, and what to do: %s of %s', (code, path, english, korean) => {
    const error = Object.assign(new Error(`${code}: something`), { code, path })
    expect(saidFault(error)).toContain(english)
    expect(saidFault(error, 'ko')).toContain(korean)
    expect(saidFault(error, 'ko')).toContain(path)
  })

  it('names the file that the system does not name', async () => {
    const folder = join(import.meta.dirname)
    const error = await withFileNamed(folder, () => readFile(folder)).catch((thrown: unknown) => thrown)
    expect(saidFault(error)).toBe(`${folder} is a folder, and a file is needed`)
    const refused = Object.assign(new Error('connect EACCES'), { code: 'EACCES', address: '127.0.0.1' })
    expect(saidFault(refused)).toBe('connect EACCES')
  })
})
