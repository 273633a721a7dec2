import { answer } from './answer.cjs';
export const handler = async (event) => answer(event);
