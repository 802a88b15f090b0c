import { recordsOf, type Message } from '@ils/oma/records/message'
import { withoutPersonal } from '@ils/oma/records/without-personal'
import type { Answer, Question } from '@ils/oma/session/question'
import { Refusal } from '@ils/platform/refusal'
import type { App } from '../../app.ts'
import type { LineRow } from '../lines/store.ts'
import { catalogueOfMachines } from '../machine-of-line.ts'
import { announceUpload } from '../uploads/announce-upload.ts'
import { keepUpload } from '../uploads/keep-upload.ts'
import { answerConveyor } from './answer-conveyor.ts'
import { answerDownload } from './answer-download.ts'
import { answerInitialise } from './answer-initialise.ts'
import type { Desk } from './desk.ts'
import { answerNo, answerToRefusal } from './refused-answer.ts'

/** Whatever a machine asks or brings, answered in its language: an expected no by its STATUS, a bug of ours as "host error". */
export async function answerQuestion(app: App, line: LineRow, question: Question): Promise<Answer> {
  try {
    const machines = await catalogueOfMachines(app)
    const machine = machines.get(line.machine)
    if (!machine) return answerNo('host error', `The rules in force know no machine ${line.machine}`)
    return await answerAt({ app, line, machine, machines }, question)
  } catch (error) {
    if (error instanceof Refusal) return answerToRefusal(error)
    app.log.error({ err: error, line: line.id }, 'a machine could not be answered')
    return answerNo('host error', 'Something broke on our side')
  }
}

async function answerAt(desk: Desk, question: Question): Promise<Answer> {
  if (question.about === 'initialise') return answerInitialise(desk, question.initialisation)
  const { request, job } = question
  const asked = { request, job, message: withoutPersonal(question.message) }
  switch (question.about) {
    case 'download':
      return isConveyor(asked.message)
        ? answerConveyor(desk, asked)
        : answerDownload(desk, asked, question.definition?.labels)
    case 'upload':
      return announceUpload(desk, asked)
    case 'store':
      return keepUpload(desk, asked)
  }
}

const isConveyor = (message: Message): boolean =>
  recordsOf(message, '_DP').length > 0 || recordsOf(message, '_DECISION').length > 0
