/** What somebody may have meant by a name that is none. */
import * as z from 'zod/mini';
// not `z.core.$ZodUnion`, for which a bundle keeps all of zod, every language included
import { $ZodUnion } from 'zod/v4/core';

/** The member of this place of the schema that is spelled most alike; undefined when none is near. */
export function nearestMember(schema: z.core.$ZodType, path: readonly PropertyKey[], name: string): string | undefined {
  // a member that only another form of the object has is spelled right
  const members = membersAt(schema, path);
  return members.includes(name) ? undefined : nearest(name, members);
}

/** The names of an object's members; of a union those of all its forms. */
function membersAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] {
  let places: z.core.$ZodType[] = [schema];
  for (const step of path) places = places.flatMap(forms).flatMap((place) => below(place, step));
  return places.flatMap(forms).flatMap((place) => (place instanceof z.ZodMiniObject ? Object.keys(place.shape) : []));
}

function forms(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniNullable) return forms(schema.def.innerType);
  return schema instanceof $ZodUnion ? schema._zod.def.options.flatMap(forms) : [schema];
}

function below(schema: z.core.$ZodType, step: PropertyKey): z.core.$ZodType[] {
  if (schema instanceof z.ZodMiniArray) return [schema.def.element];
  return schema instanceof z.ZodMiniObject ? [schema.shape[String(step)] ?? []].flat() : [];
}

/** The candidate with the fewest edits, at most a third of the name's letters; case costs nothing. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  const rated = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(name.toLowerCase(), candidate.toLowerCase()) }))
    .toSorted((one, other) => one.edits - other.edits);
  const [best] = rated;
  return best !== undefined && best.edits <= Math.max(1, Math.floor(name.length / 3)) ? best.candidate : undefined;
}

/** Letters inserted, left out or replaced (Levenshtein). */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, otherLetter] of [...other].entries()) {
      const replaced = (row[at] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
