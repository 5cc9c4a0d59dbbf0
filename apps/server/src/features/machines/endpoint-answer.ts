import { Type } from 'typebox'

/** How a machine is reached; what else it holds depends on the style. */
export const EndpointAnswer = Type.Object(
  { CommunicationStyle: Type.String() },
  { title: 'Endpoint', additionalProperties: true },
)
