import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { may, useMe } from '../access/me.ts'
import { ask } from '../api/ask.ts'
import { useSettled } from '../api/use-settled.ts'
import { paths } from '../shell/paths.ts'
import { useSpeech } from '../texts/say.tsx'
import { AskFirst } from '../ui/ask-first.tsx'
import { TextLine } from '../ui/fields.tsx'
import { Press } from '../ui/press.tsx'
import { Empty, Loading, Trouble } from '../ui/tell.tsx'
import { AddPatient } from './add-patient.tsx'

/** Finds a patient. What is searched for stands in no address, and in no log. */
export function PatientsPage() {
  const { say, day } = useSpeech()
  const me = useMe()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [adding, setAdding] = useState(false)
  const settled = useSettled(words.trim())
  const found = useQuery({
    queryKey: ['patients', 'search', settled],
    queryFn: ({ signal }) => ask('POST /api/patients/search', { body: { words: settled, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  })
  const rows = found.data?.items ?? []
  return (
    <div className="page narrow">
      <div className="page-head">
        <h1>{say('nav.patients')}</h1>
        {may(me, 'patients:write') ? (
          <Press look="primary" icon="plus" onPress={() => setAdding(true)}>
            {say('patients.add')}
          </Press>
        ) : null}
      </div>
      <TextLine
        label={say('patients.search')}
        hint={say('patients.search.hint')}
        type="search"
        value={words}
        onChange={setWords}
        most={120}
        autoComplete="off"
        focus
      />
      {found.error ? <Trouble error={found.error} again={() => void found.refetch()} /> : null}
      <section className="panel">
        {found.isPending ? (
          <Loading />
        ) : rows.length === 0 ? (
          found.error ? null : (
            <Empty icon="person" title={say(settled === '' ? 'patients.empty' : 'patients.none')}>
              <p>{say('patients.empty.about')}</p>
            </Empty>
          )
        ) : (
          <div className="table-wrap">
            <table className="list">
              <caption className="visually-hidden">{say('nav.patients')}</caption>
              <thead>
                <tr>
                  <th scope="col">{say('patient.name')}</th>
                  <th scope="col">{say('patient.birthDate')}</th>
                  <th scope="col">{say('patient.ownRef')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ id, familyName, givenName, birthDate, ownRef }) => (
                  <tr key={id}>
                    <td>
                      <Link className="whole" to={paths.patient(id)}>
                        {familyName}, {givenName}
                      </Link>
                    </td>
                    <td>{birthDate === null ? '–' : day(birthDate)}</td>
                    <td>{ownRef ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {found.data?.more === true ? <p className="small muted">{say('patients.more')}</p> : null}
      </section>
      <AskFirst title={say('patients.add')} open={adding} onClose={() => setAdding(false)}>
        <AddPatient words={words} onDone={({ id }) => void navigate(paths.patient(id))} />
      </AskFirst>
    </div>
  )
}
