import type { Authorization } from '../../../shared/domain/task-request.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { DateField } from '../composer/date-field.tsx';
import style from '../composer/fields.module.css';
import { type FieldsProps, Slot } from './slot.tsx';
import type { TaskForm } from './task-form.ts';

/** What authorises the request, in a few words. */
export function authorizationSays({ basedOn, authorization }: TaskForm): string {
  const beside = authorization && `${authorization.resourceType}, ${authorization.place}`;
  return [basedOn.trim(), beside].filter(Boolean).join(', ') || 'none named';
}

const none: Authorization = { resourceType: 'CommunicationRequest', place: 'contained' };
type Shape = 'none' | Authorization['resourceType'];

/** What authorises a data request: something the partner has already, or a resource written here beside the Task. */
export function AuthorizationFields({ form, set }: FieldsProps) {
  const { authorization } = form;
  const patch = (part: Partial<Authorization>) => set({ authorization: { ...(authorization ?? none), ...part } });
  return (
    <div className={style.one}>
      <Slot field="basedOn">
        <TextField
          label="By reference"
          mono
          value={form.basedOn}
          placeholder="ServiceRequest/1 or CommunicationRequest/1"
          onChange={(basedOn) => set({ basedOn })}
        />
      </Slot>
      <Slot field="authorization">
        <div className={style.labelled}>
          <span>Written beside the Task</span>
          <Segmented<Shape>
            label="Authorization written beside the Task"
            value={authorization?.resourceType ?? 'none'}
            onChange={(shape) =>
              shape === 'none' ? set({ authorization: undefined }) : patch({ resourceType: shape })
            }
            options={[
              { value: 'none', label: 'none' },
              { value: 'CommunicationRequest', label: 'CommunicationRequest' },
              { value: 'ServiceRequest', label: 'ServiceRequest' },
            ]}
          />
        </div>
      </Slot>
      {authorization && (
        <>
          <div className={style.labelled}>
            <span>Where it goes</span>
            <Segmented<Authorization['place']>
              label="Where the authorization goes"
              value={authorization.place}
              onChange={(place) => patch({ place })}
              options={[
                { value: 'contained', label: 'inside the Task' },
                { value: 'posted', label: 'posted before it' },
              ]}
            />
          </div>
          <div className={style.three}>
            <TextField
              label="What is authorised, in words"
              value={authorization.text ?? ''}
              onChange={(text) => patch({ text: text || undefined })}
            />
            <TextField
              label="As a code"
              mono
              value={authorization.code ?? ''}
              placeholder="SYSTEM|CODE"
              onChange={(code) => patch({ code: code || undefined })}
            />
            <DateField
              label="Given on"
              value={authorization.authoredOn ?? ''}
              onChange={(authoredOn) => patch({ authoredOn: authoredOn || undefined })}
            />
          </div>
        </>
      )}
    </div>
  );
}
