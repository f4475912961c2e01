import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import * as v from 'valibot'
import { invoke } from '../../lib/local/gateway/functions.ts'
import type { RouteId } from '../../lib/routes/routes.ts'

const answerSchema = v.object({
  statusCode: v.number(),
  headers: v.record(v.string(), v.string()),
  body: v.optional(v.string(), ''),
  cookies: v.optional(v.array(v.string()), []),
})

/** Sends an event to a function, past the gateway, and gives its response. A local stack has to be open. */
export async function askFunction(id: RouteId, event: APIGatewayProxyEventV2) {
  const { statusCode, headers, body, cookies } = v.parse(answerSchema, await invoke(id, event))
  return { status: statusCode, headers, cookies, text: body }
}
