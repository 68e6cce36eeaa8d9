package weft.topology.build;

/** Numbers in names, padded with zeros so that names sort as numbers do. */
final class Numbering {

  private Numbering() {}

  /** {@code index} of the numbers {@code 0 … count − 1}, in as many digits as the last one has. */
  static String padded(int index, int count) {
    String digits = Integer.toString(index);
    return "0".repeat(Integer.toString(count - 1).length() - digits.length()) + digits;
  }
}
