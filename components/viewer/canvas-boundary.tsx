'use client';

import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
  onFailed?(): void;
}

/**
 * Around what is drawn with WebGL, which is left out where it cannot be: a canvas that is given no context throws, and
 * would take the whole page along.
 */
export class CanvasBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(): void {
    this.props.onFailed?.();
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}
