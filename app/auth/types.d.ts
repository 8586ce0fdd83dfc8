import 'next-auth';
import 'next-auth/jwt';

declare module 'next-auth' {
  interface User {
    tokenVersion: number;
  }
  interface Session {
    userId: string;
    tokenVersion: number;
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    userId: string;
    tokenVersion: number;
  }
}
