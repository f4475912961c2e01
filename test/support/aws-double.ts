import { mockClient } from 'aws-sdk-client-mock'

const doubles = new Set<{ restore(): void }>()

/**
 * A double of every client of a class in AWS's SDK. It stands in from its first `reset()` on, which belongs in
 * `beforeEach`, until the file ends: the next file in this worker may want the real client.
 */
export const awsDouble: typeof mockClient = (client, options) => {
  const double = mockClient(client, options)
  double.restore()
  doubles.add(double)
  return double
}

/** Puts every real client back. */
export function restoreClients(): void {
  for (const double of doubles) double.restore()
}
