import type { GatewayReport, IdentityCheckId } from '../../domain/merge/identity-check.ts'

/** The gateway for identity checks (본인확인): phone companies, certificates, credit bureaus. */
export interface IdentityGateway {
  /** The settings with which the client opens the gateway's window, beside the check's id and our nonce. */
  readonly opening: { readonly storeId: string; readonly channelKey: string }
  /** Only for stages where nothing is at stake: a test channel verifies anybody as anybody. */
  readonly acceptsTestChannel: boolean
  /**
   * Fetches the report of a check, since the client's own word proves nothing. Throws
   * `ProviderFault('unavailable')` if the gateway is down, slow or responds with nonsense.
   */
  report(id: IdentityCheckId): Promise<GatewayReport>
}
