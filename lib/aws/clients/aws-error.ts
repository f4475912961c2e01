/** The shape of the SDK's errors of a service: what `transientErrors.ts` and the log read. */
export class AwsError extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: { readonly httpStatusCode: number }

  /** Takes the service's name of the error, its text, and the status of the response. */
  constructor(name: string, message: string, status: number) {
    super(message)
    this.name = name
    this.$fault = status < 500 ? 'client' : 'server'
    this.$metadata = { httpStatusCode: status }
  }
}
