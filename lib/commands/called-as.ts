import { basename } from 'node:path'

/**
 * The text of a command's help, with each command called as this one was: by npm in a clone, by `ieum` in an app that has
 * the package.
 */
export const calledAs = (text: string): string =>
  /^ieum(?:\.js)?$/.test(basename(process.argv[1] ?? ''))
    ? text
        .replaceAll(/npm run (?:--silent )?(keys|members) --/g, 'ieum $1')
        .replaceAll(/npm start(?: --)?/g, 'ieum dev')
    : text
