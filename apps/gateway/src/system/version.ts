/** The version of the product as its packages carry it. */
export const productVersion = '0.1.0';
