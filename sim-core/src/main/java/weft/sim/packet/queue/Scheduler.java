package weft.sim.packet.queue;

/**
 * Which class a port serves next: the class of control packets first if there is one; among data
 * classes, each in turn as many bytes as its weight says (deficit round robin: Shreedhar and
 * Varghese, SIGCOMM 1995, with a quantum of weight × 1,024 bytes and what was overdrawn taken off
 * the next turn).
 */
final class Scheduler {

  private static final int QUANTUM_BYTES = 1024;
  private final int firstDataClass;
  private final int[] quanta;

  Scheduler(SwitchOptions options) {
    firstDataClass = options.firstDataClass();
    int[] weights = options.weights();
    boolean isWeighted = weights.length > 1;
    quanta = new int[isWeighted ? weights.length : 0];
    for (int i = 0; i < quanta.length; i++) {
      quanta[i] = Math.multiplyExact(weights[i], QUANTUM_BYTES);
    }
  }

  /** One of the classes whose bits are set. */
  int choose(Port port, int eligible) {
    if (quanta.length == 0 || eligible < (1 << firstDataClass)) {
      return Integer.numberOfTrailingZeros(eligible);
    }
    if (firstDataClass == 1 && (eligible & 1) != 0) {
      return 0;
    }
    while (true) {
      int index = port.turn;
      int trafficClass = firstDataClass + index;
      if ((eligible & (1 << trafficClass)) != 0 && port.deficits[trafficClass] > 0) {
        return trafficClass;
      }
      index = (index + 1) % quanta.length;
      port.turn = index;
      if ((eligible & (1 << (firstDataClass + index))) != 0) {
        port.deficits[firstDataClass + index] += quanta[index];
      }
    }
  }

  /** A class has sent; one that has nothing left keeps no credit. */
  void onSent(Port port, int trafficClass, int bytes) {
    if (quanta.length > 0 && trafficClass >= firstDataClass) {
      boolean isEmpty = (port.occupied & (1 << trafficClass)) == 0;
      port.deficits[trafficClass] = isEmpty ? 0 : port.deficits[trafficClass] - bytes;
    }
  }
}
