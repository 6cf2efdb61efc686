package dev.sallyport.worker;

/**
 * A kind of jobs as this worker does it; kinds stand in a list, those first for which somebody waits.
 *
 * @param atOnce how many of them are done at once in this process, from 1: so no kind has all hands while another waits
 */
record Kind(String name, int atOnce) {}
