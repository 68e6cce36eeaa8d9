package weft.sim.packet.queue;

import java.util.Arrays;
import weft.sim.packet.store.PacketStore;

/**
 * What waits at each port, by class, and the packet under way: lists through the packets.
 *
 * <p>All of a port lies side by side in sixteen words, two cache lines: a hop in a large network
 * pays for the lines that it touches.
 */
final class PortQueues {

  private static final int CLASSES = SharedBuffers.CLASSES;
  private static final int NONE = PacketStore.NONE;

  private static final int WORDS = 4;
  private static final int HEADS = 0;
  private static final int TAILS = CLASSES;
  private static final int BYTES = 2 * CLASSES;

  /** A bit for each class that waits. */
  private static final int OCCUPIED = 3 * CLASSES;

  // The packet under way, or the last one, until it is noted that it has left.
  private static final int SENDING_BYTES = OCCUPIED + 1;
  private static final int SENDING_INGRESS = OCCUPIED + 2;
  private static final int SENDING_CLASS = OCCUPIED + 3;

  private final PacketStore store;
  private final long[] words;

  PortQueues(PacketStore store, int ports) {
    this.store = store;
    words = new long[ports << WORDS];
    for (int port = 0; port < ports; port++) {
      Arrays.fill(words, port << WORDS, (port << WORDS) + BYTES, NONE);
    }
  }

  /** A bit for each class that waits. */
  int occupied(int port) {
    return (int) words[(port << WORDS) + OCCUPIED];
  }

  /** What waits of a class, bytes. */
  long bytes(int port, int trafficClass) {
    return words[(port << WORDS) + BYTES + trafficClass];
  }

  /** The packet of a class to be sent next, or {@link PacketStore#NONE}. */
  int first(int port, int trafficClass) {
    return (int) words[(port << WORDS) + HEADS + trafficClass];
  }

  /** The packet of a class to be sent last, or {@link PacketStore#NONE}. */
  int last(int port, int trafficClass) {
    return (int) words[(port << WORDS) + TAILS + trafficClass];
  }

  void append(int port, int trafficClass, int packet, int size) {
    int at = (port << WORDS) + trafficClass;
    if (words[at + HEADS] == NONE) {
      words[at + HEADS] = packet;
      words[(port << WORDS) + OCCUPIED] |= 1L << trafficClass;
    } else {
      store.setNext((int) words[at + TAILS], packet);
    }
    words[at + TAILS] = packet;
    store.setNext(packet, NONE);
    words[at + BYTES] += size;
  }

  /** Removes the first packet of a class that has one, and returns it. */
  int removeFirst(int port, int trafficClass) {
    int at = (port << WORDS) + trafficClass;
    int packet = (int) words[at + HEADS];
    int next = store.next(packet);
    words[at + HEADS] = next;
    if (next == NONE) {
      words[at + TAILS] = NONE;
      words[(port << WORDS) + OCCUPIED] &= ~(1L << trafficClass);
    }
    words[at + BYTES] -= store.wireBytes(packet);
    return packet;
  }

  /** The last packet of a class has another size now. */
  void resizeLast(int port, int trafficClass, int change) {
    words[(port << WORDS) + BYTES + trafficClass] += change;
  }

  void send(int port, int trafficClass, int size, int ingress) {
    int at = port << WORDS;
    words[at + SENDING_BYTES] = size;
    words[at + SENDING_INGRESS] = ingress;
    words[at + SENDING_CLASS] = trafficClass;
  }

  /** Bytes of the packet under way; 0 once it has been noted that it has left. */
  int sendingBytes(int port) {
    return (int) words[(port << WORDS) + SENDING_BYTES];
  }

  int sendingIngress(int port) {
    return (int) words[(port << WORDS) + SENDING_INGRESS];
  }

  int sendingClass(int port) {
    return (int) words[(port << WORDS) + SENDING_CLASS];
  }

  void sent(int port) {
    words[(port << WORDS) + SENDING_BYTES] = 0;
  }
}
