import { NodeHttpHandler } from '@smithy/node-http-handler'
import { attemptMs } from '../aws/request-budget.ts'

type HandlerInput = Parameters<NodeHttpHandler['handle']>

/**
 * Sends requests to AWS. An attempt ends with its own limit or with the time of the request that it is made for.
 * Ending it needs `throwOnRequestTimeout`: with `requestTimeout` alone the handler writes a warning and waits on.
 */
class RequestHandler extends NodeHttpHandler {
  override handle(request: HandlerInput[0], options?: HandlerInput[1]) {
    return super.handle(request, { ...options, requestTimeout: Math.max(1, attemptMs()) })
  }
}

/** A new handler, with connections of its own. Its errors are `TimeoutError` and those of the network. */
export const createRequestHandler = (): NodeHttpHandler =>
  new RequestHandler({ connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true })
