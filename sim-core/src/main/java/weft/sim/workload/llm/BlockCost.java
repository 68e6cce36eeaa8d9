package weft.sim.workload.llm;

/**
 * What a block of a layer costs, seconds: a matrix product in, something in the middle, a matrix
 * product out; and backward, where each product is two, of which one gives the gradient of its
 * input and one that of its weights.
 *
 * @param in forward product in
 * @param middle forward, all but the two products
 * @param out forward product out
 * @param outGradient backward, gradient of the input of the product out
 * @param middleGradient backward, all but the products
 * @param inGradient backward, gradient of the input of the product in
 * @param weightGradient backward, gradients of all weights
 */
record BlockCost(
    double in,
    double middle,
    double out,
    double outGradient,
    double middleGradient,
    double inGradient,
    double weightGradient) {

  double forward() {
    return in + middle + out;
  }

  /** Backward without the gradients of weights. */
  double inputGradient() {
    return outGradient + middleGradient + inGradient;
  }

  double backward() {
    return inputGradient() + weightGradient;
  }
}
