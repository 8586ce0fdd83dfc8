/**
 * Whether anything of the text is seen. Spaces are not, nor what is made not to be seen: the fillers of Hangul, which
 * count as letters, and characters of no width.
 */
export const isVisible = (text: string): boolean => /[^\s\p{Default_Ignorable_Code_Point}]/u.test(text);
