/** An unusable file or unsuitable options. The message tells the operator what is wrong. */
export class UnusableFile extends Error {
  /** The options with which the same command would go on. */
  readonly tryOptions: readonly string[]
  constructor(message: string, tryOptions: readonly string[] = []) {
    super(message)
    this.tryOptions = tryOptions
  }
}

/** A file that cannot be read to its end. What stands before `line` is read. */
export class UnfinishedFile extends UnusableFile {
  readonly line: number
  constructor(line: number, message: string, tryOptions: readonly string[] = []) {
    super(message, tryOptions)
    this.line = line
  }
}
