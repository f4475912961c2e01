import { describe, expect, it } from 'vitest'
import { defaultThrottles, type Throttle } from '../../lib/domain/limits/throttles.ts'
import { type Route, routes } from '../../lib/routes/routes.ts'
import { production, propertiesOf, synthesise } from './synth.ts'

const { template, live } = synthesise()
const all = Object.values<Route>(routes)
const doors = all.flatMap((route) =>
  route.doors.flatMap(({ method, path }) =>
    [method, ...(route.head && method === 'GET' ? ['HEAD'] : [])].map((verb) => ({
      route,
      key: `${verb} ${path}`,
      path,
    })),
  ),
)
const forBrowsers = doors.filter(({ route }) => route.callers === undefined)
const paths = [...new Set(forBrowsers.map(({ path }) => path))]

/** The description of the function behind each of API Gateway's routes: that of the alias that the route calls. */
function behind(): ReadonlyMap<string, string> {
  const functions = template.findResources('AWS::Lambda::Function')
  const integrations = template.findResources('AWS::ApiGatewayV2::Integration')
  const [{ Parameters }] = propertiesOf(template, 'AWS::CloudFormation::Stack')
  const aliases = live.findResources('AWS::Lambda::Alias')
  const { Outputs } = live.toJSON()
  return new Map(
    propertiesOf(template, 'AWS::ApiGatewayV2::Route').map(({ RouteKey, Target }) => {
      const integration = integrations[Target['Fn::Join'][1][1].Ref]
      const [, output] = integration?.['Properties'].IntegrationUri['Fn::GetAtt'] ?? []
      const alias = aliases[Outputs[output.slice('Outputs.'.length)].Value.Ref]
      const lambda = functions[Parameters[alias?.['Properties'].FunctionName.Ref].Ref]
      return [RouteKey, lambda?.['Properties'].Description]
    }),
  )
}

const settingOf = ({ rate, burst }: Throttle) => ({
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
})

const stage = () => propertiesOf(template, 'AWS::ApiGatewayV2::Stage')[0]

describe('the doors of the deployed API', () => {
  it.each(doors)('$key leads to its own function', ({ key, route }) => {
    expect(behind().get(key)).toBe(`ieum dev: ${route.does}`)
  })

  it.each(paths)('a preflight of %s reaches an existing function', (path) => {
    const responses = doors.filter((door) => door.path === path).map(({ route }) => `ieum dev: ${route.does}`)
    expect(responses).toContain(behind().get(`OPTIONS ${path}`))
  })

  it('every other path reaches the function without permissions', () => {
    expect(routes.openapi.touches).toEqual({ table: [], secrets: [] })
    expect(behind().get('$default')).toBe(`ieum dev: ${routes.openapi.does}`)
  })

  it('has no other route', () => {
    expect([...behind().keys()].toSorted()).toEqual(
      [...doors.map(({ key }) => key), ...paths.map((path) => `OPTIONS ${path}`), '$default'].toSorted(),
    )
  })

  it('asks the callers of the service routes, and nobody else, for a signature', () => {
    const asked = propertiesOf(template, 'AWS::ApiGatewayV2::Route').filter(
      ({ AuthorizationType }) => AuthorizationType === 'AWS_IAM',
    )
    const service = doors.filter(({ path }) => path.startsWith('/service/'))
    expect(asked.map(({ RouteKey }) => RouteKey).toSorted()).toEqual(service.map(({ key }) => key).toSorted())
    expect(service.length).toBeGreaterThan(0)
  })

  it('leaves CORS to the doors', () => {
    expect(propertiesOf(template, 'AWS::ApiGatewayV2::Api')[0]).not.toHaveProperty('CorsConfiguration')
  })

  it('hands every function payloads of format 2.0', () => {
    const formats = propertiesOf(template, 'AWS::ApiGatewayV2::Integration').map(
      (one) => one.PayloadFormatVersion,
    )
    expect(new Set(formats)).toEqual(new Set(['2.0']))
  })
})

describe('the check that anybody may ask', () => {
  it('reads one row and no secret', () => {
    const [role] = Object.entries(template.findResources('AWS::IAM::Role')).flatMap(([id, { Properties }]) =>
      id.startsWith('healthRole') ? [Properties] : [],
    )
    const [, rows, ...rest] = role?.Policies[0].PolicyDocument.Statement ?? []
    expect(rest).toEqual([])
    expect(rows).toMatchObject({
      Action: 'dynamodb:GetItem',
      Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['HEALTH_NOTE'] } },
    })
  })
})

describe('throttling', () => {
  it.each(doors)('$key is throttled as its route says', ({ key, route }) => {
    expect(stage().RouteSettings[key]).toEqual(settingOf(defaultThrottles[route.throttle]))
  })

  it('lets fewer requests to what hashes passwords or leads to a mail or text, and fewest to guesses', () => {
    const costly = all.filter(({ throttle }) => throttle === 'costly').map(({ id }) => id)
    expect(costly).toEqual(['password-login', 'code-login', 'verification', 'register'])
    const { unknown, ...known } = defaultThrottles
    const rates = Object.values(known).map(({ rate }) => rate)
    expect(Math.min(...rates)).toBe(known.costly.rate)
    expect(unknown.rate).toBeLessThan(known.costly.rate)
  })

  it('is what the stage says, for every kind of door and for requests without one', () => {
    const throttles = {
      ...production.throttles,
      busy: { rate: 900, burst: 901 },
      costly: { rate: 3, burst: 4 },
      unknown: { rate: 1, burst: 2 },
    }
    const [own] = propertiesOf(
      synthesise('prod', { ...production, throttles }).template,
      'AWS::ApiGatewayV2::Stage',
    )
    expect(own.RouteSettings).toMatchObject({
      'POST /token': settingOf(throttles.busy),
      'POST /login/password': settingOf(throttles.costly),
      'POST /logout': settingOf(throttles[routes.logout.throttle]),
      $default: settingOf(throttles.unknown),
    })
    expect(own.DefaultRouteSettings.ThrottlingRateLimit).toBe(1)
  })

  it('names every route, since an unnamed route is not throttled', () => {
    expect(Object.keys(stage().RouteSettings).toSorted()).toEqual([...behind().keys()].toSorted())
  })

  it('takes the throttle of unknown paths where a route has none', () => {
    const { ThrottlingRateLimit } = stage().RouteSettings['$default']
    expect(ThrottlingRateLimit).toBe(defaultThrottles.unknown.rate)
    expect(stage().DefaultRouteSettings.ThrottlingRateLimit).toBe(ThrottlingRateLimit)
  })

  it('waits for the routes, which API Gateway must know first', () => {
    const [resource] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
    const routeIds = Object.keys(template.findResources('AWS::ApiGatewayV2::Route'))
    expect(resource?.['DependsOn']).toEqual(expect.arrayContaining(routeIds))
  })
})

describe('the access log', () => {
  it('is JSON that names the door, and nothing of the caller', () => {
    const format = JSON.parse(stage().AccessLogSettings.Format)
    expect(format.routeKey).toBe('$context.routeKey')
    const callersWords = /path|query|header|sourceIp|userAgent|authorizer/i
    expect(Object.values(format).filter((value) => callersWords.test(String(value)))).toEqual([])
  })
})

describe('the origin of the API', () => {
  it('is only its own host, where there is a certificate', () => {
    const { template: deployed } = synthesise('prod', production)
    deployed.hasResourceProperties('AWS::ApiGatewayV2::DomainName', { DomainName: 'auth.example.com' })
    deployed.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: true })
    deployed.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1)
  })

  it('is the address of API Gateway without a certificate', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::DomainName', 0)
    template.hasResourceProperties('AWS::ApiGatewayV2::Api', { DisableExecuteApiEndpoint: false })
  })
})
