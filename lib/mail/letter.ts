/** What one mail says, in one language, before it is laid out. All of it is plain text. */
export interface Letter {
  readonly subject: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** Shown large, to be typed in elsewhere. */
  readonly code?: string
  /** A page that is opened from the mail. */
  readonly link?: { readonly text: string; readonly url: string }
  /** What to do if the mail is a surprise. */
  readonly note: string
}
