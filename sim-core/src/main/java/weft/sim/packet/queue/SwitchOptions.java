package weft.sim.packet.queue;

import org.jspecify.annotations.Nullable;

/**
 * What the switches can do, and where their thresholds are.
 *
 * @param bufferBytes shared by all ports of a switch; {@link Long#MAX_VALUE} without limit
 * @param alpha a queue may hold this many times what is free of the buffer (dynamic threshold:
 *     Choudhury and Hahne, Dynamic Queue Length Thresholds for Shared-Memory Packet Switches,
 *     1998); {@link Double#POSITIVE_INFINITY} without limit
 * @param queueBytes what a queue of a port may hold at most; {@link Long#MAX_VALUE} without limit
 * @param controlQueueBytes the same of the queue of control packets and trimmed headers, where it
 *     is one of its own
 * @param controlFirst whether control packets have a class of their own, which goes first
 * @param weights shares of the data classes in a port's rate, 1 … 3 of them; the first is class 1
 *     if {@code controlFirst}, else 0
 * @param trimming whether a packet that finds no room loses its payload rather than its life
 * @param ecn when to mark; null for never
 * @param pfc when to pause; null for never
 * @param cutThrough whether a packet goes on as soon as its header has come
 */
public record SwitchOptions(
    long bufferBytes,
    double alpha,
    long queueBytes,
    long controlQueueBytes,
    boolean controlFirst,
    int[] weights,
    boolean trimming,
    @Nullable Ecn ecn,
    @Nullable Pfc pfc,
    boolean cutThrough) {

  /** One unlimited queue a port that marks nothing, pauses nobody and stores before it forwards. */
  public static final SwitchOptions FIFO =
      new SwitchOptions(
          Long.MAX_VALUE,
          Double.POSITIVE_INFINITY,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          false,
          new int[] {1},
          false,
          null,
          null,
          false);

  /**
   * Checks the values, one by one and together.
   *
   * @throws IllegalArgumentException if they do not fit together
   */
  public SwitchOptions {
    if (bufferBytes <= 0 || queueBytes <= 0 || controlQueueBytes <= 0 || !(alpha > 0)) {
      throw new IllegalArgumentException(
          "buffer %d, queue %d, control queue %d bytes, alpha %s"
              .formatted(bufferBytes, queueBytes, controlQueueBytes, alpha));
    }
    if (trimming && !controlFirst) {
      throw new IllegalArgumentException("trimmed headers need a queue that goes first");
    }
    if (pfc != null && pfc.xoffBytes() > bufferBytes) {
      throw new IllegalArgumentException(
          "pause above %d bytes, in a buffer of %d".formatted(pfc.xoffBytes(), bufferBytes));
    }
    if (weights.length == 0 || weights.length > 3) {
      throw new IllegalArgumentException(weights.length + " data classes, 1 … 3 are possible");
    }
    weights = weights.clone();
    for (int weight : weights) {
      if (weight <= 0) {
        throw new IllegalArgumentException("a class of weight " + weight);
      }
    }
  }

  /** The first class of data: 1 behind a class for control, else 0. */
  public int firstDataClass() {
    return controlFirst ? 1 : 0;
  }

  /** Number of classes: those of data, and one for control if it goes first. */
  public int classes() {
    return firstDataClass() + weights.length;
  }

  /** Whether a departure follows from the arrival alone: one queue a port that nothing stops. */
  public boolean isPlainFifo() {
    return pfc == null
        && !trimming
        && !controlFirst
        && weights.length == 1
        && bufferBytes == Long.MAX_VALUE
        && alpha == Double.POSITIVE_INFINITY
        && (ecn == null || !ecn.onDequeue());
  }
}
