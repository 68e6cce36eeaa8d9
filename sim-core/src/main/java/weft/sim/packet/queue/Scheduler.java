package weft.sim.packet.queue;

/**
 * Which class a port serves next: the class of control packets first if there is one; among data
 * classes, each in turn as many bytes as its weight says (deficit round robin: Shreedhar and
 * Varghese, SIGCOMM 1995, with a quantum of weight × 1,024 bytes and what was overdrawn taken off
 * the next turn).
 */
final class Scheduler {

  private static final int QUANTUM_BYTES = 1024;
  private static final int CLASSES = SharedBuffers.CLASSES;

  private final int firstDataClass;
  private final int[] quanta;
  private final int[] deficits;
  private final byte[] turn;

  Scheduler(SwitchOptions options, int ports) {
    firstDataClass = options.firstDataClass();
    int[] weights = options.weights();
    boolean isWeighted = weights.length > 1;
    quanta = new int[isWeighted ? weights.length : 0];
    for (int i = 0; i < quanta.length; i++) {
      quanta[i] = Math.multiplyExact(weights[i], QUANTUM_BYTES);
    }
    deficits = new int[isWeighted ? ports * CLASSES : 0];
    turn = new byte[isWeighted ? ports : 0];
  }

  /** One of the classes whose bits are set. */
  int choose(int port, int eligible) {
    if (quanta.length == 0 || eligible < (1 << firstDataClass)) {
      return Integer.numberOfTrailingZeros(eligible);
    }
    if (firstDataClass == 1 && (eligible & 1) != 0) {
      return 0;
    }
    while (true) {
      int index = turn[port];
      int trafficClass = firstDataClass + index;
      if ((eligible & (1 << trafficClass)) != 0 && deficits[port * CLASSES + trafficClass] > 0) {
        return trafficClass;
      }
      index = (index + 1) % quanta.length;
      turn[port] = (byte) index;
      if ((eligible & (1 << (firstDataClass + index))) != 0) {
        deficits[port * CLASSES + firstDataClass + index] += quanta[index];
      }
    }
  }

  /** A class has sent; one that has nothing left keeps no credit. */
  void onSent(int port, int trafficClass, int bytes, boolean isEmpty) {
    if (quanta.length > 0 && trafficClass >= firstDataClass) {
      int at = port * CLASSES + trafficClass;
      deficits[at] = isEmpty ? 0 : deficits[at] - bytes;
    }
  }
}
