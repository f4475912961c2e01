/** What DynamoDB and Secrets Manager call what is not there. Neither says which of them, nor by which name. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException'

/**
 * Works on a table that an operator named. Throws an `Error` that names the table where there is none; any other error passes
 * as it is.
 */
export async function onTable<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Error(
      `There is no table ${name}. Check its name, and the account and the region of this shell`,
      {
        cause: error,
      },
    )
  }
}

/** A secret, and the region in which the shell looks for it. */
interface PlacedSecret {
  readonly name: string
  readonly region: () => Promise<string>
}

/**
 * Works with a secret of a stage. Throws an `Error` that names it and its region where it is not there, or holds no value yet,
 * which Secrets Manager does not tell apart; any other error passes as it is.
 */
export async function withSecret<Result>(
  { name, region }: PlacedSecret,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Error(
      `The secret ${name} is not there or holds nothing in ${await region()}. Check the account and the region of this shell; npm run keys fills the secret of a new stage`,
      { cause: error },
    )
  }
}
