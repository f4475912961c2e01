import { describe, expect, it } from 'vitest'
import { faultyOption } from '../../lib/commands/calling/faulty-option.ts'

const options = {
  check: { type: 'boolean' },
  port: { type: 'string' },
  map: { type: 'string', multiple: true },
} as const

const said = (...args: readonly string[]): string | undefined => faultyOption(options, args)?.message

describe('an option as typed', () => {
  it.each([
    [['import', 'file.csv', '--check', '--port', '3000']],
    [['--map', 'a=b', '--map', '-', '--port=-1']],
    [['import', '--', '--port']],
    [[]],
  ])('is taken: %j', (args) => {
    expect(said(...args)).toBeUndefined()
  })

  it.each([
    [['--chek'], 'There is no option --chek. --help lists them'],
    [['-x'], 'There is no option -x. --help lists them'],
    [['--constructor'], 'There is no option --constructor. --help lists them'],
    [['--check=yes'], '--check takes no value'],
    [['--port'], '--port needs a value. One that begins with - is given as --port=VALUE'],
    [['--port', '--check'], '--port needs a value. One that begins with - is given as --port=VALUE'],
  ])('is refused by its name: %j', (args, message) => {
    expect(said(...args)).toBe(message)
  })

  it('is refused without what may be a secret', () => {
    expect(said('--credentail=s3cret')).toBe('There is no option --credentail. --help lists them')
    expect(said('--check=s3cret')).not.toContain('s3cret')
  })
})
