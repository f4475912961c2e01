import { mockClient } from 'aws-sdk-client-mock'

const doubles = new Set<{ restore(): void }>()

/**
 * A double of every client of an AWS SDK class. It acts from its first `reset()`, which belongs in `beforeEach`, to
 * the end of the file, since the next file in this worker may need the real client.
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
