import { SandsmithError } from '@sandsmith/foundation/errors';

/** What the command line of the doctor asks for. */
export interface DoctorRequest {
  /** Undefined where the installation is only to be looked at. */
  attack: AttackRequest | undefined;
}

export interface AttackRequest {
  /** A group's or a program's id; every program where left out. */
  wanted: string | undefined;
  /** One language; every image that is built where left out. */
  language: string | undefined;
  /** Names the programs and runs none. */
  isList: boolean;
}

const usage =
  'Use "npm run doctor" to check this installation, "npm run doctor -- --attack" to attack it with every hostile program, "--attack=list" to see their names, "--attack=<group or program>" and "--language=<language>" to choose.';

/** Reads the arguments. Throws `config.invalid` on those that it does not know. */
export function readDoctorRequest(given: string[]): DoctorRequest {
  let attack: string | undefined;
  let language: string | undefined;
  for (const argument of given) {
    const [, name, value] = /^--([a-z]+)(?:=(.+))?$/.exec(argument) ?? [];
    if (name === 'attack') attack = value ?? '';
    else if (name === 'language' && value !== undefined) language = value;
    else
      throw new SandsmithError({
        code: 'config.invalid',
        message: `The doctor does not know "${argument}". ${usage}`,
      });
  }
  if (attack === undefined && language !== undefined)
    throw new SandsmithError({
      code: 'config.invalid',
      message: `"--language" chooses what to attack and needs "--attack". ${usage}`,
    });
  if (attack === undefined) return { attack: undefined };
  const isList = attack === 'list';
  return { attack: { wanted: attack === '' || isList ? undefined : attack, language, isList } };
}
