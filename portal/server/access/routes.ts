import { binderFor } from '@ils/platform/http/binding'
import { portalApi } from '../../contract/portal.ts'
import type { App } from '../app.ts'
import { changeMe, me } from './accounts/change-me.ts'
import { setUpPortal } from './accounts/set-up-portal.ts'
import { acceptInvitation } from './links/accept-invitation.ts'
import { askReset } from './links/ask-reset.ts'
import { finishReset } from './links/finish-reset.ts'
import { startOpenId } from './open-id/start-open-id.ts'
import { changePassword } from './passwords/change-password.ts'
import { signInCode } from './sign-ins/sign-in-code.ts'
import { signIn } from './sign-ins/sign-in.ts'
import { endSignIn, listSignIns, signOut } from './sign-ins/sign-out.ts'
import { withCookie } from './sign-ins/with-cookie.ts'
import { confirmTwoStep, endTwoStep, renewRecoveryCodes, startTwoStep } from './two-step/set-two-step.ts'

const bind = binderFor<App>()
const done = { body: {} }

/** Signing in, and what people do with their own account. */
export const accessRoutes = [
  bind(portalApi.waysToSignIn, ({ app }) => {
    const { openId } = app.settings
    return Promise.resolve({ body: { openId: openId && { name: openId.name } } })
  }),
  bind(portalApi.signIn, async (call) => withCookie(await signIn(call.app, call.body, call))),
  bind(portalApi.signInCode, async (call) => withCookie(await signInCode(call.app, call.body.code, call))),
  bind(portalApi.startOpenId, async ({ app }) => {
    const { url, cookie } = await startOpenId(app)
    return { body: { url }, headers: { 'set-cookie': cookie } }
  }),
  bind(portalApi.signOut, async ({ app, actor, body }) => {
    const cookie = await signOut(app, actor, body.everywhere)
    return { ...done, headers: { 'set-cookie': cookie } }
  }),
  bind(portalApi.getMe, async ({ app, actor }) => ({ body: await me(app, actor) })),
  bind(portalApi.changeMe, async ({ app, actor, body }) => ({ body: await changeMe(app, actor, body) })),
  bind(portalApi.listSignIns, async ({ app, actor }) => ({ body: await listSignIns(app, actor) })),
  bind(portalApi.endSignIn, async ({ app, actor, params }) => {
    await endSignIn(app, actor, params.signInId)
    return done
  }),
  bind(portalApi.changePassword, async ({ app, actor, body, address }) => {
    await changePassword(app, actor, body, address)
    return done
  }),
  bind(portalApi.askReset, async ({ app, body, address }) => {
    await askReset(app, body.email, address)
    return done
  }),
  bind(portalApi.finishReset, async ({ app, body }) => {
    await finishReset(app, body)
    return done
  }),
  bind(portalApi.acceptInvitation, async ({ app, body }) => ({ body: await acceptInvitation(app, body) })),
  bind(portalApi.setUpPortal, async ({ app, body }) => {
    await setUpPortal(app, body)
    return done
  }),
  bind(portalApi.startTwoStep, async ({ app, actor, body, address }) => ({
    body: await startTwoStep(app, actor, body.password, address),
  })),
  bind(portalApi.confirmTwoStep, async ({ app, actor, body, address }) => ({
    body: await confirmTwoStep(app, actor, body.code, address),
  })),
  bind(portalApi.renewRecoveryCodes, async ({ app, actor, body, address }) => ({
    body: await renewRecoveryCodes(app, actor, body.password, address),
  })),
  bind(portalApi.endTwoStep, async ({ app, actor, body, address }) => {
    await endTwoStep(app, actor, body.password, address)
    return done
  }),
]
