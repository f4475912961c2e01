/** A response that is no success. */
interface FailedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
}

/** The shape of the SDK's errors of a service: what `transientErrors.ts` and the log read. */
export class AwsError extends Error {
  readonly $fault: 'client' | 'server'
  readonly $metadata: { readonly httpStatusCode: number; readonly requestId: string | undefined }

  /** Takes the service's name of the error, its text, and the response. */
  constructor(name: string, message: string, { status, headers }: FailedResponse) {
    super(message)
    this.name = name
    this.$fault = status < 500 ? 'client' : 'server'
    const requestId = headers['x-amzn-requestid'] ?? headers['x-amz-request-id']
    this.$metadata = { httpStatusCode: status, requestId }
  }
}
