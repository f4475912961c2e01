/** The content of one mail in one language, before layout. Every part is plain text. */
export interface Letter {
  readonly subject: string
  readonly heading: string
  readonly paragraphs: readonly string[]
  /** The page shows the code large, since the reader types it elsewhere. */
  readonly code?: string
  /** The page that the reader opens from the mail. */
  readonly link?: { readonly text: string; readonly url: string }
  /** The advice for a reader who did not expect the mail. */
  readonly note: string
}
