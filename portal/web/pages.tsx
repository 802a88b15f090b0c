import { lazy, Suspense } from 'react'
import { Navigate, Route, Routes, useNavigate } from 'react-router'
import { RouterProvider } from 'react-aria-components'
import { paths } from './shell/paths.ts'
import { Shell } from './shell/shell.tsx'
import { Loading } from './ui/tell.tsx'

const SignInPage = lazy(async () => ({ default: (await import('./access/sign-in.tsx')).SignInPage }))
const OpenIdBackPage = lazy(async () => ({ default: (await import('./access/openid-back.tsx')).OpenIdBackPage }))
const ForgottenPage = lazy(async () => ({ default: (await import('./access/forgotten.tsx')).ForgottenPage }))
const NewPasswordPage = lazy(async () => ({ default: (await import('./access/new-password.tsx')).NewPasswordPage }))
const AccountPage = lazy(async () => ({ default: (await import('./access/account.tsx')).AccountPage }))
const OrdersPage = lazy(async () => ({ default: (await import('./orders/list/orders.tsx')).OrdersPage }))
const NewOrderPage = lazy(async () => ({ default: (await import('./orders/form/new-order.tsx')).NewOrderPage }))
const OrderPage = lazy(async () => ({ default: (await import('./orders/one/order.tsx')).OrderPage }))
const PatientsPage = lazy(async () => ({ default: (await import('./patients/patients.tsx')).PatientsPage }))
const PatientPage = lazy(async () => ({ default: (await import('./patients/patient.tsx')).PatientPage }))
const PracticePage = lazy(async () => ({ default: (await import('./practice/practice.tsx')).PracticePage }))
const LabPeoplePage = lazy(async () => ({ default: (await import('./access/people/lab-people.tsx')).LabPeoplePage }))
const OutboxPage = lazy(async () => ({ default: (await import('./access/outbox.tsx')).OutboxPage }))
const WhatsNewPage = lazy(async () => ({ default: (await import('./news/whats-new.tsx')).WhatsNewPage }))
const HelpPage = lazy(async () => ({ default: (await import('./help/help.tsx')).HelpPage }))

/** Every page of the portal. Each is loaded when it is opened. */
export function Pages() {
  const navigate = useNavigate()
  return (
    <RouterProvider navigate={(to) => void navigate(to)}>
      <Suspense fallback={<Loading />}>
        <Routes>
          <Route path={paths.signIn} element={<SignInPage />} />
          <Route path={paths.openIdBack} element={<OpenIdBackPage />} />
          <Route path={paths.forgotten} element={<ForgottenPage />} />
          <Route path={paths.reset} element={<NewPasswordPage way="reset" />} />
          <Route path={paths.invitation} element={<NewPasswordPage way="invitation" />} />
          <Route element={<Shell />}>
            <Route path={paths.orders} element={<OrdersPage />} />
            <Route path={paths.newOrder} element={<NewOrderPage />} />
            <Route path="/orders/:orderId" element={<OrderPage />} />
            <Route path={paths.patients} element={<PatientsPage />} />
            <Route path="/patients/:patientId" element={<PatientPage />} />
            <Route path={paths.practice} element={<PracticePage />} />
            <Route path={paths.people} element={<LabPeoplePage />} />
            <Route path={paths.account} element={<AccountPage />} />
            <Route path={paths.mails} element={<OutboxPage />} />
            <Route path={paths.whatsNew} element={<WhatsNewPage />} />
            <Route path={paths.help} element={<HelpPage />} />
            <Route path="*" element={<Navigate to={paths.orders} replace />} />
          </Route>
        </Routes>
      </Suspense>
    </RouterProvider>
  )
}
