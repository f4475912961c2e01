import { createLine, type LineSettings } from '../../../lib/providers/line/adapter.ts'
import { createProviderHttp } from '../../../lib/providers/wire/http.ts'
import { lineCast, startLineStandIn } from '../../../lib/stand-ins/line/stand-in.ts'
import { callbackOf } from '../visit-at.ts'

export const clients = {
  clientId: '2000000001',
  clientSecret: 'secret-of-our-channel-of-32-chars',
  redirectUris: [callbackOf('line')],
}

/** A LINE stand-in with the default cast. */
export const startLine = (now?: () => Date) =>
  startLineStandIn({ personas: lineCast, clients, ...(now && { now }) })

/** A new adapter without any calls so far. */
export const adapterFor = ({ origin }: { readonly origin: string }, settings: Partial<LineSettings> = {}) =>
  createLine(
    {
      clientId: clients.clientId,
      clientSecret: clients.clientSecret,
      authOrigin: origin,
      apiOrigin: origin,
      ...settings,
    },
    createProviderHttp(),
  )
