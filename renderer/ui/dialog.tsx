import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button, IconButton } from './button.tsx';
import style from './dialog.module.css';

interface Props {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** What it is about. */
  children: ReactNode;
  /** Buttons at the foot. */
  actions?: ReactNode;
  size?: 'plain' | 'wide';
}

/** Asks for an answer before anything else; Escape and a click beside it close it. */
export function Dialog({ title, isOpen, onClose, children, actions, size = 'plain' }: Props) {
  return (
    <ModalOverlay
      className={style.veil ?? ''}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={style.modal ?? ''} data-size={size}>
        <AriaDialog className={style.dialog ?? ''}>
          <header className={style.head}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label="Close" onPress={onClose} />
          </header>
          <div className={`${style.body} scroll`}>{children}</div>
          {actions && <footer className={style.foot}>{actions}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** What is lost, and what is not. */
  children: ReactNode;
  /** The verb: "Remove", "Delete". */
  verb: string;
  onConfirm: () => void;
}

/** Asks once before something is lost. */
export function Confirm({ title, isOpen, onClose, children, verb, onConfirm }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose} autoFocus>
            Keep
          </Button>
          <Button
            kind="danger"
            onPress={() => {
              onClose();
              onConfirm();
            }}
          >
            {verb}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
