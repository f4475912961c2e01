import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Locale } from '../../domain/values/locale.ts'

type SaidOf = (file: string) => string

const full = {
  en: (file) => `The disk is full: ${file} could not be written. Make room, and run the same command again`,
  ko: (file) =>
    `디스크가 가득 차서 ${file} 파일을 쓰지 못했습니다. 자리를 비우고 같은 명령을 다시 실행하세요`,
} as const satisfies Record<Locale, SaidOf>

const refused = {
  en: (file) => `You may not use ${file}. Check the permissions of the file and of its folder`,
  ko: (file) => `${file} 파일을 쓸 권한이 없습니다. 파일과 그 폴더의 권한을 확인하세요`,
} as const satisfies Record<Locale, SaidOf>

/** What the system says of a file, by its code (POSIX, errno.h), and what to do. */
const texts: Readonly<Record<string, Readonly<Record<Locale, SaidOf>>>> = {
  ENOENT: { en: (file) => `There is no file ${file}`, ko: (file) => `${file} 파일이 없습니다` },
  EISDIR: {
    en: (file) => `${file} is a folder, and a file is needed`,
    ko: (file) => `${file} 은 폴더입니다. 파일을 적으세요`,
  },
  ENOTDIR: {
    en: (file) => `${file} leads through a file as if that were a folder`,
    ko: (file) => `${file} 경로의 가운데에 폴더가 아닌 파일이 있습니다`,
  },
  EEXIST: {
    en: (file) => `${file} is there already. Move it away, or name another file`,
    ko: (file) => `${file} 파일이 이미 있습니다. 다른 곳으로 옮기거나 다른 이름을 적으세요`,
  },
  EACCES: refused,
  EPERM: refused,
  EROFS: {
    en: (file) => `${file} is on a disk that can only be read`,
    ko: (file) => `${file} 파일이 있는 디스크는 읽을 수만 있습니다`,
  },
  ENOSPC: full,
  EDQUOT: full,
  EMFILE: {
    en: (file) => `Too many files are open for ${file}. Raise the limit by ulimit -n`,
    ko: (file) => `열린 파일이 너무 많아 ${file} 파일을 열지 못했습니다. ulimit -n으로 한도를 올리세요`,
  },
  ENAMETOOLONG: {
    en: (file) => `The name is too long: ${file}`,
    ko: (file) => `이름이 너무 깁니다: ${file}`,
  },
}

const missingFolder = {
  en: (folder: string, file: string) => `There is no folder ${folder} for ${file}`,
  ko: (folder: string, file: string) => `${file} 파일을 둘 ${folder} 폴더가 없습니다`,
} as const satisfies Record<Locale, unknown>

const unknownFault = {
  en: (code: string, file: string) => `${file} could not be read or written (${code})`,
  ko: (code: string, file: string) => `${file} 파일을 읽거나 쓰지 못했습니다(${code})`,
} as const satisfies Record<Locale, unknown>

/** What an operator reads when the system refuses a file. Undefined for an error that is about no file. */
export function systemFault(error: unknown, locale: Locale): string | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined
  const { code, path } = error
  if (typeof code !== 'string' || typeof path !== 'string') return undefined
  if (code === 'ENOENT' && !existsSync(dirname(path))) return missingFolder[locale](dirname(path), path)
  const said = Object.hasOwn(texts, code) ? texts[code] : undefined
  return said === undefined ? unknownFault[locale](code, path) : said[locale](path)
}
