export interface MakingOnce<T> {
  readonly make: (folder: string) => Promise<void>;
  readonly check: (folder: string) => Promise<T>;
}

export declare function makeOnce<T>(place: string, making: MakingOnce<T>): Promise<T>;
