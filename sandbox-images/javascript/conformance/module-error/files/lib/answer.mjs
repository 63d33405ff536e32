export const answer = () => {
  return 42;;}}
