import type { Message } from '../flows/ports/mail.ts'
import type { Letter } from './letter.ts'

type Way = Extract<Message, { way: string }>['way']

type Part = Extract<Message, { what: string }>['what']

/** What mails say, in one language. Codes and notices carry no name and no text that a person chose: there is nothing to inject. */
export interface Words {
  readonly code: (minutes: number) => Omit<Letter, 'code'>
  readonly wayAdded: (way: string, when: string) => Letter
  readonly wayRemoved: (way: string, when: string) => Letter
  readonly changed: (what: string, when: string) => Letter
  readonly merged: Readonly<Record<'this' | 'another', (when: string) => Letter>>
  readonly recovered: (when: string) => Letter
  readonly reactivation: (link: string, hours: number) => Letter
  readonly withdrawn: (until: string) => Letter
  readonly restoration: (link: string, hours: number, until: string) => Letter
  readonly ways: Readonly<Record<Way, string>>
  readonly parts: Readonly<Record<Part, string>>
}
