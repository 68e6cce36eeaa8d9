package weft.sim.route;

/** Two endpoints that no path joins, not even one over another GPU. */
public final class NoPathException extends IllegalArgumentException {

  NoPathException(String message) {
    super(message);
  }
}
