import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

interface AskFirstProps {
  readonly title: string
  readonly open: boolean
  readonly onClose: () => void
  readonly children: ReactNode
}

/** A dialog over the page: what has to be answered before anything else. */
export const AskFirst = ({ title, open, onClose, children }: AskFirstProps) => (
  <ModalOverlay
    className="overlay"
    isOpen={open}
    isDismissable
    onOpenChange={(next) => {
      if (!next) onClose()
    }}
  >
    <Modal className="dialog">
      <Dialog>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        {children}
      </Dialog>
    </Modal>
  </ModalOverlay>
)
