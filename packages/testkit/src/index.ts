export type { Answer, Api, TestServer } from './test-server.ts'
export { ADMIN_KEY, eventually, startTestServer, taskEnded } from './test-server.ts'
